#!/bin/sh
# 双击（Mac）或在终端里运行；不需要网络。
set -eu
cd "$(dirname "$0")"
python=""
for one in "${1:-}" python{python} python3; do
  if [ -n "$one" ] && "$one" -c 'import sys; sys.exit(sys.version_info[:2] != ({pair}))' 2>/dev/null; then
    python=$one
    break
  fi
done
if [ -z "$python" ]; then
  echo "没有找到 Python {python}。请先安装 Python {python}，再运行一次；或写明它的位置：sh {installer} /路径/python{python}"
  exit 1
fi
echo "正在安装到 $(pwd)/env ……"
"$python" -m venv --clear env
env/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-index --find-links wheels \
  --require-hashes --only-binary :all: -r requirements.txt
[ -e 群组对账.xlsm ] || env/bin/reconcile excel new 群组对账.xlsm
env/bin/reconcile doctor
echo "安装好了。命令是：$(pwd)/env/bin/reconcile"

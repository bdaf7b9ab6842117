@echo off
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set "PY="
py -{python} -c "import sys" >nul 2>nul && set "PY=py -{python}"
if not defined PY python -c "import sys; sys.exit(sys.version_info[:2] != ({pair}))" >nul 2>nul && set "PY=python"
if not defined PY (
  echo 没有找到 Python {python}（64 位）。请先安装它，再双击本文件。
  pause
  exit /b 1
)
echo 正在安装到 %CD%\env ……
%PY% -m venv --clear env || goto failed
env\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-index --find-links wheels --require-hashes --only-binary :all: -r requirements.txt || goto failed
if not exist 群组对账.xlsm env\Scripts\reconcile.exe excel new 群组对账.xlsm || goto failed
env\Scripts\reconcile.exe doctor || goto failed
echo 安装好了。请打开 群组对账.xlsm，或双击 群组对账.bat。
pause
exit /b 0
:failed
echo 没有装好。请把这个窗口里的文字发给帮您的人（里面没有个人信息）。
pause
exit /b 1

/* What a person answers here: it stays in the browser, and is saved as one file that the tool takes. Nothing leaves the page. */

const ANSWERS_KEY = `reconcile-answers:${book.profile}:${book.asOf}:${book.institution}`;
const asks = new Map();
for (const list of Object.values(book.questions)) for (const entry of list) if (entry.ask) asks.set(entry.ask.question, entry.ask);

const answers = new Map(Object.entries(remembered()).filter(([question]) => asks.has(question)));

/** What this browser kept of an earlier visit; it may forbid to keep anything. */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(ANSWERS_KEY) || "{}");
  } catch {
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem(ANSWERS_KEY, JSON.stringify(Object.fromEntries(answers)));
  } catch {
    /* The page works without: what was answered stands in it until it is closed. */
  }
  showHandIn();
}

/** What stands as the answer to a question now: given here, else known from the last round. */
function standingAnswer(ask) {
  return { answer: ask.answer || "", remark: ask.remark || "", ...answers.get(ask.question) };
}

function setAnswer(ask, change) {
  const now = { ...standingAnswer(ask), ...change };
  if (now.answer === (ask.answer || "") && now.remark === (ask.remark || "")) answers.delete(ask.question);
  else answers.set(ask.question, now);
  keep();
}

/** The form of one question: its answers, a remark, and a button that takes the answer back. */
function answerForm(ask) {
  const name = `ask-${[...asks.keys()].indexOf(ask.question)}`;
  const now = standingAnswer(ask);
  const remark = make("input", { type: "text", class: "remark", value: now.remark, placeholder: say("answer-remark"), "aria-label": say("answer-remark"), maxlength: 200 });
  const choices = ask.offered.map((word) => make("input", { type: "radio", name, value: word, checked: word === now.answer }));
  const clear = make("button", { type: "button", class: "button clear" }, say("answer-clear"));
  const form = make(
    "fieldset",
    { class: "answer" },
    make("legend", {}, say(ask.field === "done" ? "answer-done" : "answer-legend")),
    choices.map((choice) => make("label", {}, choice, make("span", {}, choice.value))),
    remark,
    clear,
  );
  const tell = () => {
    form.classList.toggle("given", answers.has(ask.question));
    clear.hidden = !answers.has(ask.question);
  };
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") setAnswer(ask, { answer: event.target.value });
    tell();
  });
  remark.addEventListener("input", () => {
    setAnswer(ask, { remark: remark.value.trim() });
    tell();
  });
  clear.addEventListener("click", () => {
    answers.delete(ask.question);
    keep();
    choices.forEach((choice) => {
      choice.checked = choice.value === (ask.answer || "");
    });
    remark.value = ask.remark || "";
    tell();
  });
  tell();
  return form;
}

/** The bar that says how much was answered and not handed in yet. */
function showHandIn() {
  const bar = document.getElementById("hand-in");
  bar.hidden = answers.size === 0;
  if (bar.hidden) return refill(bar);
  return refill(
    bar,
    make("div", { class: "inner" }, make("p", {}, make("b", {}, say("answers-pending", { count: answers.size })), " ", say("answers-how")), make("div", { class: "tools" },
      make("button", { type: "button", class: "button strong", onclick: saveAnswers }, say("answers-save")),
      make("button", { type: "button", class: "button", onclick: dropAnswers }, say("answers-drop")))),
  );
}

function dropAnswers() {
  if (!window.confirm(say("answers-drop-sure", { count: answers.size }))) return;
  answers.clear();
  keep();
  mounted = { name: "", view: mounted.view };
  render();
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** What is saved: the questions with their answers in the order of the page, and names for whoever reads the file. */
function answersTold() {
  const told = [...asks.values()].filter((ask) => answers.has(ask.question)).map((ask) => {
    const { answer, remark } = answers.get(ask.question);
    return { question: ask.question, [ask.field]: answer, remark, ...ask.told };
  });
  return { format: "reconcile-answers/1", profile: book.profile, institution: book.institution, asOf: book.asOf, saved: today(), answers: told };
}

function saveAnswers() {
  const name = `${say("answers-file")}-${today()}.json`;
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(answersTold(), null, 1)}\n`], { type: "application/json" }));
  const anchor = make("a", { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  announce(say("answers-saved", { name }));
}

// Suggests titles while somebody types into a search box: the combobox with a list box of the ARIA practices.
// The form works without this, and goes on working whenever a request fails.

const PAUSE = 150; // milliseconds without a key before asking
const SHORTEST = 2; // characters

class Suggestions {
  constructor(form) {
    this.address = form.dataset.suggest;
    this.input = form.querySelector("input[name=q]");
    this.list = this.makeList();
    this.status = this.makeStatus();
    this.chosen = -1;
    this.pause = 0;
    this.request = null;
    this.describeInput();
    this.input.parentElement.append(this.list, this.status);
    this.listen(form);
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggested pages");
    return list;
  }

  makeStatus() {
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    return status;
  }

  describeInput() {
    // An input of the type "search" may not be a combobox.
    this.input.type = "text";
    this.input.inputMode = "search";
    this.input.enterKeyHint = "search";
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
  }

  listen(form) {
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    form.addEventListener("submit", () => this.close());
    // A press on the list must not take the focus from the input; a click then opens the page.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
    // The browser may keep this page for going back, and somebody else may sit there then.
    window.addEventListener("pagehide", () => this.close());
  }

  onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (!this.list.hidden) event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.open(this.list.children[this.chosen]);
    } else if (event.key === "ArrowDown" && !event.altKey) {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.choose(this.chosen + 1);
    } else if (event.key === "ArrowUp" && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.chosen - 1);
    }
  }

  askSoon() {
    clearTimeout(this.pause);
    this.choose(-1);
    this.pause = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.forget();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) return this.close();
    const request = new AbortController();
    this.request = request;
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(text)}`, {
        cache: "no-store",
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      const { suggestions } = await answer.json();
      if (this.request === request && document.activeElement === this.input) this.show(suggestions);
    } catch {
      if (this.request === request) this.close();
    }
  }

  // Whatever was asked before is not wanted any more.
  forget() {
    clearTimeout(this.pause);
    this.request?.abort();
    this.request = null;
  }

  show(suggestions) {
    if (suggestions.length === 0) return this.close("No suggestions.");
    this.list.replaceChildren(...suggestions.map((suggestion, number) => this.optionOf(suggestion, number)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.choose(-1);
    const many = suggestions.length > 1;
    this.status.textContent = `${suggestions.length} suggestion${many ? "s" : ""}. Use the up and down arrows.`;
  }

  optionOf({ title, url }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.dataset.url = url;
    option.textContent = title;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  // Beyond both ends of the list is the input, where nothing is chosen.
  choose(number) {
    const options = [...this.list.children];
    this.chosen = number < -1 ? options.length - 1 : number >= options.length ? -1 : number;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.chosen)));
    if (this.chosen < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  open(option) {
    if (option) window.location.assign(option.dataset.url);
  }

  close(message = "") {
    this.forget();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.chosen = -1;
    this.status.textContent = message;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("form[data-suggest]").forEach((form) => new Suggestions(form));

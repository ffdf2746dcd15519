// One person's phone: the private chat with the bot, the typing box, what is unread.

import { get, post } from "./api.js";
import { Checkout } from "./checkout.js";
import { CommandMenu } from "./commands.js";
import { showCount } from "./dom.js";
import { ChatLog } from "./log.js";
import { Toasts } from "./toasts.js";

const ABOUT = "It brings the newspaper to your phone: new analyses with their videos, at your own pace. Press Start to begin.";

const DOING = { typing: "typing…", upload_photo: "sending a photo…", upload_video: "sending a video…" };

export class Phone {
  constructor(person, { onActivity, onTap }) {
    this.person = person;
    this.onActivity = onActivity;
    this.onTap = onTap;
    this.unread = 0;
    this.loaded = false;
    this.rests = [];
    this.build();
    this.listen();
    this.describe(person);
  }

  get title() {
    return this.person.role ? this.person.role[0].toUpperCase() + this.person.role.slice(1) : this.person.first_name;
  }

  build() {
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.input = this.find("textarea");
    this.toasts = new Toasts(this.find(".toast"), this.find(".alert"));
    this.checkout = new Checkout(this.find(".sheet"), this.person.id, {
      paid: (text) => this.toasts.show(text),
      refused: (text) => this.toasts.ask(text),
    });
    this.log = new ChatLog(this.find(".log"), {
      type: (text) => this.type(text),
      tap: (message, button) => this.tap(message, button),
      waiting: (rest) => this.rests.push(rest),
      notice: (text) => this.toasts.show(text),
      pay: (about) => this.checkout.open(about),
      scrolled: () => this.showDown(),
    });
    this.menu = new CommandMenu({
      list: this.find(".commands"),
      input: this.input,
      opener: this.find(".menu"),
      send: (text) => this.type(text),
    });
  }

  listen() {
    this.find(".typing").addEventListener("submit", (event) => {
      event.preventDefault();
      this.type(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => {
      if (this.menu.takes(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.type(this.input.value);
    });
    this.find(".start").addEventListener("click", () => this.type("/start"));
    this.find(".down").addEventListener("click", () => {
      this.log.toEnd();
      this.read();
    });
    for (const sign of ["pointerdown", "focusin", "wheel"]) {
      this.element.addEventListener(sign, () => this.read(), { passive: true });
    }
  }

  describe(person) {
    this.person = { ...this.person, ...person };
    const name = [this.person.first_name, this.person.last_name].filter(Boolean).join(" ");
    this.element.dataset.role = this.person.role ?? "reader";
    this.find(".role").textContent = this.title;
    this.find(".name").textContent = name;
    this.element.setAttribute("aria-label", `${this.title}'s phone, ${name}`);
    this.find(".log").setAttribute("aria-label", `Chat on the phone of ${name}`);
    this.input.setAttribute("aria-label", `Message to the bot from ${name}`);
    this.showState();
  }

  // Fetches one more time when something changed while the last answer was on its way.
  refresh() {
    this.wanted = true;
    this.fetching ??= this.fetchWhileWanted().finally(() => (this.fetching = null));
    return this.fetching;
  }

  async fetchWhileWanted() {
    while (this.wanted) {
      this.wanted = false;
      this.show(await get(`chats/${this.person.id}`));
    }
  }

  show(screen) {
    this.screen = screen;
    const isNew = this.log.render(screen.messages);
    const answered = this.toasts.follow(screen.toasts);
    this.menu.offer(screen.commands);
    this.nameBot(screen.chat?.bot ?? screen.bot);
    if (screen.chat?.person) Object.assign(this.person, screen.chat.person);
    this.showState();
    const arrived = isNew.filter((message) => message.from !== "person");
    if (this.loaded) this.count(arrived.length);
    if (answered || arrived.length > 0) this.rest();
    this.loaded = true;
    this.onActivity(this, { arrived, hasTyped: screen.messages.some((m) => m.from === "person") });
  }

  nameBot(bot) {
    const name = bot?.first_name ?? bot?.name ?? "Kolporter";
    this.find(".bot").textContent = name;
    this.find(".avatar").textContent = name[0];
    this.find(".pitch").textContent = bot?.description || ABOUT;
  }

  // Whether the chat is open, blocked or not begun yet, or the account is gone.
  showState() {
    const { blocked, deactivated, first_name: name } = this.person;
    const isShut = Boolean(blocked || deactivated);
    const isEmpty = this.screen !== undefined && this.screen.messages.every((message) => message.deleted);
    this.find(".state").textContent = deactivated ? `${name} has deleted the account` : blocked ? `blocked by ${name}` : this.doing();
    this.element.classList.toggle("shut", isShut);
    this.find(".start").hidden = Boolean(deactivated) || !(isEmpty || blocked);
    this.find(".start").textContent = blocked ? "Unblock and restart" : "Start";
    this.find(".typing").hidden = isEmpty || isShut;
    this.find(".empty").hidden = !isEmpty;
    this.find(".log").hidden = isEmpty;
  }

  doing() {
    const action = this.screen?.chat?.action;
    return DOING[action] ?? (action ? "busy…" : "bot");
  }

  async type(text) {
    if (!text.trim()) return;
    const hadStart = document.activeElement === this.find(".start");
    try {
      await post("type", { person: this.person.id, text: text.trim(), reply_to: this.question() });
      this.input.value = "";
      this.menu.close();
      this.log.toEnd();
      await this.refresh();
      if (hadStart) this.input.focus();
    } catch (error) {
      this.toasts.show(error.message);
    }
  }

  // As in Telegram's apps: when the bot's last message asks for a reply, what is typed next is one.
  question() {
    const last = this.screen?.messages.filter((message) => !message.deleted).at(-1);
    return last?.asks ? last.message_id : null;
  }

  async tap(message, button) {
    this.onTap(button.text);
    try {
      const answer = await post("tap", {
        person: this.person.id,
        message_id: message.message_id,
        data: button.callback_data,
      });
      if (answer?.toast) this.toasts[answer.alert ? "ask" : "show"](answer.toast);
    } catch (error) {
      this.toasts.show(error.message);
      this.rest();
    }
  }

  rest() {
    for (const rest of this.rests.splice(0)) rest();
  }

  count(more) {
    const isHere = this.element.contains(document.activeElement) && this.log.stuck && document.hasFocus();
    this.unread = isHere ? 0 : this.unread + more;
    this.showUnread();
  }

  read() {
    if (this.unread === 0 || !this.log.isAtEnd()) return;
    this.unread = 0;
    this.showUnread();
  }

  showUnread() {
    showCount(this.find(".holder .badge"), this.unread);
    showCount(this.find(".down .badge"), this.unread);
    this.element.classList.toggle("calls", this.unread > 0);
    this.showDown();
    this.onUnread?.(this.unread);
  }

  showDown() {
    this.find(".down").hidden = this.log.isAtEnd();
  }
}

// Asks for the next version of the flow, and puts what was found and what it looks like in place of what is there.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const look = byId("look");
  let known = document.body.dataset.version;

  for (const id of ["to-diagram", "to-pathway"]) {
    byId(id).addEventListener("click", () => {
      byId("to-diagram").removeAttribute("aria-current");
      byId("to-pathway").removeAttribute("aria-current");
      byId(id).setAttribute("aria-current", "true");
    });
  }

  const refresh = async () => {
    const answer = await fetch("/findings");
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const about = parsed.querySelector(".version");
    byId("state").textContent = about.textContent.trim() || "Nothing was found.";
    byId("title").textContent = about.dataset.title || "Preview";
    document.title = "Preview: " + byId("title").textContent;
    byId("old").hidden = about.dataset.old !== "true";
    about.remove();
    byId("findings").replaceChildren(...parsed.body.childNodes);
    const place = look.contentWindow.scrollY;
    look.addEventListener("load", () => look.contentWindow.scrollTo(0, place), { once: true });
    look.contentWindow.location.reload();
  };

  const follow = async () => {
    for (;;) {
      try {
        const answer = await fetch("/version?known=" + known);
        const version = (await answer.text()).trim();
        if (answer.ok && version !== known) {
          known = version;
          await refresh();
        }
      } catch (error) {
        byId("state").textContent = "The preview has ended. Start it again, and load this page again.";
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  };
  follow();
})();

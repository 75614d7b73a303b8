// Lets a reader switch a figure to its interactive form and back. Without this script the drawings stand as they are.
const words = JSON.parse(document.getElementById("words").textContent);
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const button = document.createElement("button");
  button.className = "switch";
  button.type = "button";
  button.textContent = words.interactive;
  button.addEventListener("click", async () => {
    const live = figure.querySelector(".live");
    if (!live.firstChild) {
      const chart = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
      await hepaticaEmbed(live, chart, {
        ast: true, actions: false, renderer: "svg", defaultStyle: false, mode: "vega-lite",
        tooltip: { disableDefaultStyle: true },
      });
    }
    const on = figure.classList.toggle("is-live");
    button.textContent = on ? words.static : words.interactive;
    button.setAttribute("aria-pressed", String(on));
  });
  figure.querySelector("figcaption").after(button);
}

// Keeps a transcript in step with its recording on the page. Without this script, times are links to the turns.
const player = document.querySelector(".recording");
const turns = [...document.querySelectorAll(".turn[id^='t-']")].map((turn) => {
  const [hours, minutes, seconds] = turn.id.split("-").slice(1).map(Number);
  return [turn, (hours * 60 + minutes) * 60 + seconds];
});
if (player && turns.length) {
  for (const [turn, start] of turns) {
    turn.querySelector(".time")?.addEventListener("click", () => {
      player.currentTime = start;
      player.play();
    });
  }
  let playing;
  player.addEventListener("timeupdate", () => {
    const [current] = turns.filter(([, start]) => start <= player.currentTime).at(-1) ?? [];
    if (current === playing) return;
    playing?.classList.remove("playing");
    current?.classList.add("playing");
    playing = current;
  });
}

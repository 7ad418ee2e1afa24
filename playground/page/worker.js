// Judges drafts beside the page, so that typing never waits. Each question has an instance of its own: a trap takes nothing with it.
import { run } from './wasi.js';

let program;

onmessage = async ({ data: { module, number, question } }) => {
  if (module) return (program = module);
  const began = performance.now();
  try {
    const answer = JSON.parse(await run(program, new TextEncoder().encode(JSON.stringify(question))));
    postMessage({ number, answer, took: performance.now() - began });
  } catch (error) {
    postMessage({ number, trapped: String(error.message) });
  }
};

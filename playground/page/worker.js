// Judges drafts beside the page, so that typing never waits. Each question has an instance of its own: a trap takes nothing with it.
import { run } from './wasi.js';

const loaded = fetch('copydesk.wasm')
  .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`copydesk.wasm: ${answer.status}`))))
  .then((bytes) => WebAssembly.compile(bytes));
loaded.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: String(error.message) }));

onmessage = async ({ data: { number, question } }) => {
  const began = performance.now();
  try {
    const answer = JSON.parse(await run(await loaded, new TextEncoder().encode(JSON.stringify(question))));
    postMessage({ number, answer, took: performance.now() - began });
  } catch (error) {
    postMessage({ number, trapped: String(error.message) });
  }
};

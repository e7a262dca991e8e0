// A file of the visitor's as the server takes it: its bytes in base64, bounded before they are read.

import { facts } from "./facts.js";

/** The bytes in base64; an error, whose message is a clause, where the file is too large or cannot be read. @param {File} file @returns {Promise<string>} */
export async function contentOf(file) {
  const most = facts.limits.file;
  if (file.size > most) {
    const [size, limit] = [file.size, most].map((count) => count.toLocaleString("en"));
    throw new Error(`The file ${file.name} has ${size} bytes; at most ${limit} are taken`);
  }
  try {
    return await base64(file);
  } catch {
    throw new Error(`${file.name} cannot be read; a file is wanted, not a folder`);
  }
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? ""); // "data:TYPE;base64,DATA"
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

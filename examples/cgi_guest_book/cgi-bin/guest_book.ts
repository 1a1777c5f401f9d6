/**
 * A CGI script: `GET` shows the guest book, `POST` of a form adds an entry and leads back to it.
 *
 * @module
 */

/** The longest form, in bytes. */
const MAX_FORM = 10_000;

const path = `${Deno.env.get("BOOK")}/guest_book.txt`;

async function readForm(): Promise<URLSearchParams> {
  const length = Number(Deno.env.get("CONTENT_LENGTH") ?? 0);
  if (length > MAX_FORM) return new URLSearchParams();
  return new URLSearchParams(await new Response(Deno.stdin.readable).text());
}

function readEntries(): string[] {
  try {
    return Deno.readTextFileSync(path).trimEnd().split("\n");
  } catch {
    return [];
  }
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function showPage(): void {
  const items = readEntries().map((entry) => `<li>${escape(entry)}</li>`).join("\n");
  console.log(`Content-Type: text/html; charset=utf-8

<!DOCTYPE html>
<title>Guest book</title>
<form method="post">
<input name="entry" required maxlength="1000"> <button>Sign</button>
</form>
<ul>
${items}
</ul>`);
}

async function addEntry(): Promise<void> {
  const entry = (await readForm()).get("entry")?.replaceAll(/\s+/g, " ").trim();
  if (entry) Deno.writeTextFileSync(path, `${entry}\n`, { append: true });
  // A browser that reloads what comes next does not send the form once more.
  console.log(`Status: 303 See Other\nLocation: ${Deno.env.get("SCRIPT_NAME")}\n`);
}

if (Deno.env.get("REQUEST_METHOD") === "POST") await addEntry();
else showPage();

/**
 * Which form of a listing a client asks for with `Accept`.
 *
 * @module
 */

/** The forms of a listing, and their media types. */
export const FORMS = {
  html: "text/html",
  json: "application/json",
  text: "text/plain",
} as const;

/** A form of a listing. */
export type Form = keyof typeof FORMS;

/** How much a client likes a form, and how exactly it said so. */
interface Preference {
  readonly form: Form;
  readonly quality: number;
  readonly exactness: number;
}

/** How many media ranges are looked at: browsers send eight. */
const MAX_RANGES = 100;

/** How a media range is written: `type/subtype`, then maybe a weight. RFC 9110, section 12.5.1. */
const RANGE = /^\s*([^\s;,]+)\s*(?:;(.*))?$/;
const WEIGHT = /(?:^|;)\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*$/i;

/**
 * Choose a form.
 *
 * RFC 9110, section 12.5.1. Of what is liked equally, what was named exactly is chosen, so that
 * `application/json, *\/*` gets JSON, and the page before the others.
 *
 * @param accept The field's value; `null` or `undefined` where there is none
 * @returns The form; the page also where none of the three is accepted
 */
export function acceptedForm(accept: string | null | undefined): Form {
  const ranges = (accept ?? "").split(",", MAX_RANGES);
  const preferences = (Object.keys(FORMS) as Form[]).map((form) => preferenceFor(form, ranges));
  let best = preferences[0]!;
  for (const other of preferences) {
    const better = other.quality - best.quality || other.exactness - best.exactness;
    if (better > 0) best = other;
  }
  return best.form;
}

/** The most exact range that matches decides. */
function preferenceFor(form: Form, ranges: readonly string[]): Preference {
  const type = FORMS[form];
  const matching = ["*/*", type.replace(/\/.*/, "/*"), type];
  let best: Preference = { form, quality: 0, exactness: -1 };
  for (const range of ranges) {
    const [, name = "", parameters = ""] = RANGE.exec(range) ?? [];
    const exactness = matching.indexOf(name.toLowerCase());
    if (exactness <= best.exactness) continue;
    best = { form, quality: Number(WEIGHT.exec(parameters)?.[1] ?? 1), exactness };
  }
  return best;
}

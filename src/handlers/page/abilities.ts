/**
 * What the page lets people do besides looking.
 *
 * @module
 */

/** Abilities that are on; the page has controls for these and no others. */
export interface Abilities {
  /** Whether files may be uploaded. */
  readonly upload?: boolean | undefined;
  /** Whether directories may be made. */
  readonly mkdir?: boolean | undefined;
  /** Whether entries may be removed. */
  readonly delete?: boolean | undefined;
  /** Whether the directory may be downloaded as an archive. */
  readonly archive?: boolean | undefined;
  /** Whether whoever looks at the page may do nothing that changes something. */
  readonly readOnly?: boolean | undefined;
}

/**
 * What is left of the abilities for whoever looks at the page.
 *
 * @param abilities What is on
 * @returns What the page has controls for
 */
export function usableAbilities(abilities: Abilities): Abilities {
  const { archive, readOnly = false } = abilities;
  return readOnly ? { archive, readOnly } : abilities;
}

/**
 * Whether the page has any controls for abilities.
 *
 * @param abilities The abilities
 * @returns Whether one of them is on
 */
export function hasAbilities(abilities: Abilities): boolean {
  return (abilities.upload || abilities.mkdir || abilities.delete || abilities.archive) === true;
}

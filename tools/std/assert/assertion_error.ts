/** What every assertion throws when it doesn't hold. */
export class AssertionError extends Error {
  /**
   * @param message What was expected, and what was found instead
   * @param options As for `Error`
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

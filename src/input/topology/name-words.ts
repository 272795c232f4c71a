/** The words of a list of names that is written as text. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

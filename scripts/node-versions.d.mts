/** Major versions of Node that mopy supports, oldest first. */
export const MAJORS: readonly string[];

/** The path of a program that is Node of this major version. */
export function nodeProgram(major: string): Promise<string>;

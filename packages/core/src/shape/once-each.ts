/**
 * Remembers what a function made of each thing. Shapes that refer to each other end, and parts that
 * are equal are one.
 */
export function onceEach<Given, Made>(make: (given: Given) => Made): (given: Given) => Made {
  const made = new Map<Given, Made>();
  return (given) => {
    if (!made.has(given)) made.set(given, make(given));
    return made.get(given)!;
  };
}

// Sends deliveries to a POST function of the inbox's README, and prints the responses' statuses.
const [module = "", deliveries = ""] = process.argv.slice(2);
const { POST } = (await import(module)) as { POST: (request: Request) => Promise<Response> };
const statuses: number[] = [];
for (const { headers, body } of JSON.parse(deliveries) as {
  headers: Record<string, string>;
  body: string;
}[]) {
  const response = await POST(new Request("http://localhost/", { method: "POST", headers, body }));
  statuses.push(response.status);
}
console.log(JSON.stringify(statuses));
process.exit();

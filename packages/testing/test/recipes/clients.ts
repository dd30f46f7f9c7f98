import type { SignedRequest } from "@flaghook/testing";
import type { Express } from "express";
import type { FastifyInstance } from "fastify";
import type { Hono } from "hono";
import inject from "light-my-request";
import type { RequestListener } from "node:http";
import supertest from "supertest";

export async function withSupertest(app: Express, request: SignedRequest): Promise<number> {
  const method = request.method.toLowerCase() as "post"; // supertest has a function for each
  const response = await supertest(app)[method](request.url).set(request.headers).send(request.body);
  return response.status;
}

export async function withFastify(app: FastifyInstance, request: SignedRequest): Promise<number> {
  return (await app.inject(request)).statusCode;
}

export async function withHono(app: Hono, request: SignedRequest): Promise<number> {
  return (await app.request(request.url, request)).status;
}

export async function withLightMyRequest(app: RequestListener, request: SignedRequest): Promise<number> {
  return (await inject(app, request)).statusCode;
}

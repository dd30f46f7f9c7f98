import { webhook } from "@flaghook/adapters/express";
import { github } from "@flaghook/github";
import { Controller, Injectable, Post, Req, Res } from "@nestjs/common";
import type { Request, Response } from "express";

@Injectable()
export class Deployments {
  start(branch: string): void {
    console.log("pushed", branch);
  }
}

@Controller("webhooks")
export class WebhooksController {
  private readonly receive;

  constructor(deployments: Deployments) {
    this.receive = webhook({
      provider: github,
      secret: () => process.env.GITHUB_WEBHOOK_SECRET,
      on: {
        push(event) {
          deployments.start(event.payload.ref);
        },
      },
    });
  }

  @Post("github")
  github(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.receive(request, response);
  }
}

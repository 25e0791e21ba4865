export { createStsService } from "./sts-service.ts";

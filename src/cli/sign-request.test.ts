import assert from "node:assert/strict";
import { it } from "node:test";
import { signRequest } from "./sign-request.ts";

it("signs as the example of the AWS General Reference does", () => {
  const { headers } = signRequest(
    {
      method: "GET",
      url: new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
      headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: new Uint8Array(0),
    },
    {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: undefined,
      region: "us-east-1",
      service: "iam",
    },
    Date.UTC(2015, 7, 30, 12, 36, 0),
  );
  assert.equal(
    headers["Authorization"],
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, " +
      "SignedHeaders=content-type;host;x-amz-date, " +
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  );
});

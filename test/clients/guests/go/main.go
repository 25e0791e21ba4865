// A function on the official Go client.
package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type answer struct {
	Echo    map[string]any `json:"echo"`
	Request string         `json:"request"`
	Arn     string         `json:"arn"`
	Client  string         `json:"client"`
}

func handle(ctx context.Context, event map[string]any) (answer, error) {
	if event["fail"] != nil {
		return answer{}, errors.New(fmt.Sprint(event["fail"]))
	}
	about, _ := lambdacontext.FromContext(ctx)
	fmt.Println("go says hello")
	return answer{event, about.AwsRequestID, about.InvokedFunctionArn, about.ClientContext.Custom["who"]}, nil
}

func main() {
	lambda.Start(handle)
}

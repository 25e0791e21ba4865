// A function on the official Go client.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

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

type failing struct{ reason string }

func (f failing) Read([]byte) (int, error) { return 0, errors.New(f.reason) }

// Streams, and fails halfway when it is asked to.
func stream(event map[string]any) (io.Reader, error) {
	if event["fail"] != nil {
		return io.MultiReader(strings.NewReader("half "), failing{fmt.Sprint(event["fail"])}), nil
	}
	return io.MultiReader(strings.NewReader("half "), strings.NewReader("whole")), nil
}

func main() {
	if os.Getenv("_HANDLER") == "streaming" {
		lambda.Start(stream)
	} else {
		lambda.Start(handle)
	}
}

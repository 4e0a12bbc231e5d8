// Judges objects as the tools that sync them do, for the tests:
//
//	gitops kstatus              what Flux makes of each, by kstatus
//	gitops lua SCRIPT [NOW]     what a script of Argo CD returns for each; NOW (RFC 3339) is the clock's time
//
// Objects come on stdin as JSON, one a line; each is answered by one line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

const usage = "Say what to do: gitops kstatus, or gitops lua SCRIPT [NOW]; objects on stdin."

type judge func(object map[string]any) (any, error)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gitops:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	judge, err := judgeOf(arguments)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		// As a client decodes them: whole numbers stay whole.
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(lines.Bytes()); err != nil {
			return err
		}
		answer, err := judge(object.Object)
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		if err := answers.Encode(answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

func judgeOf(arguments []string) (judge, error) {
	switch {
	case len(arguments) == 1 && arguments[0] == "kstatus":
		return kstatus, nil
	case (len(arguments) == 2 || len(arguments) == 3) && arguments[0] == "lua":
		script, err := os.ReadFile(arguments[1])
		if err != nil {
			return nil, err
		}
		clock := time.Now
		if len(arguments) == 3 {
			now, err := time.Parse(time.RFC3339, arguments[2])
			if err != nil {
				return nil, err
			}
			clock = func() time.Time { return now }
		}
		return func(object map[string]any) (any, error) { return runLua(string(script), object, clock) }, nil
	default:
		return nil, fmt.Errorf("%s", usage)
	}
}

func kstatus(object map[string]any) (any, error) {
	result, err := status.Compute(&unstructured.Unstructured{Object: object})
	if err != nil {
		return nil, err
	}
	return map[string]string{"status": string(result.Status), "message": result.Message}, nil
}

// Prints, as JSON, what BuildKit's Go module was compiled with for each message and method named as an argument, in
// the form of src/protobuf/schema.generated.ts. test/e2e/golang.test.ts compares the two.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	_ "github.com/moby/buildkit/frontend/gateway/pb"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

type field struct {
	Number  int            `json:"number"`
	Name    string         `json:"name"`
	Label   string         `json:"label"`
	Type    string         `json:"type"`
	Message string         `json:"message,omitempty"`
	Values  map[string]int `json:"values,omitempty"`
}

type method struct {
	Request  string `json:"request"`
	Response string `json:"response"`
}

func main() {
	result := map[string]any{}
	for _, name := range os.Args[1:] {
		descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
		switch found := descriptor.(type) {
		case protoreflect.MessageDescriptor:
			result[name] = fields(found)
		case protoreflect.MethodDescriptor:
			result[name] = method{string(found.Input().FullName()), string(found.Output().FullName())}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		panic(err)
	}
}

func fields(message protoreflect.MessageDescriptor) map[string]field {
	result := map[string]field{}
	for i := range message.Fields().Len() {
		entry := message.Fields().Get(i)
		described := field{Number: int(entry.Number()), Name: entry.JSONName(), Label: label(entry)}
		if entry.IsMap() {
			if entry.MapKey().Kind() != protoreflect.StringKind {
				described.Label = "map without text keys"
			}
			entry = entry.MapValue()
		}
		describe(&described, entry)
		result[described.Name] = described
	}
	return result
}

func label(entry protoreflect.FieldDescriptor) string {
	switch {
	case entry.IsMap():
		return "map"
	case entry.IsList():
		return "repeated"
	case entry.ContainingOneof() != nil:
		return "oneof"
	default:
		return "single"
	}
}

func describe(described *field, entry protoreflect.FieldDescriptor) {
	described.Type = entry.Kind().String()
	switch entry.Kind() {
	case protoreflect.MessageKind:
		described.Message = string(entry.Message().FullName())
	case protoreflect.EnumKind:
		described.Values = map[string]int{}
		for i := range entry.Enum().Values().Len() {
			value := entry.Enum().Values().Get(i)
			described.Values[string(value.Name())] = int(value.Number())
		}
	}
}

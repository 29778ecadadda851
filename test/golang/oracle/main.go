// Answers, line by line in JSON, what BuildKit makes of a Dockerfile and what Docker makes of an ignore file. One
// process answers thousands of questions: the fuzzer (test/fuzz) asks it for every input.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/subrequests/convertllb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Either a Dockerfile with a platform and configurations of base images by reference, or an ignore file with paths.
type question struct {
	Dockerfile *string                    `json:"dockerfile"`
	Platform   string                     `json:"platform"`
	Images     map[string]json.RawMessage `json:"images"`
	IgnoreFile *string                    `json:"ignoreFile"`
	Paths      []string                   `json:"paths"`
}

type answer struct {
	Error    string             `json:"error,omitempty"`
	Image    any                `json:"image,omitempty"`
	Result   *convertllb.Result `json:"result,omitempty"`
	Patterns []string           `json:"patterns,omitempty"`
	Ignored  []string           `json:"ignored"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		if err := answers.Encode(answerLine(lines.Bytes())); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func answerLine(line []byte) answer {
	var asked question
	err := json.Unmarshal(line, &asked)
	var given answer
	switch {
	case err != nil:
	case asked.Dockerfile != nil:
		given, err = convert(asked)
	default:
		given, err = ignored(*asked.IgnoreFile, asked.Paths)
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return given
}

func convert(asked question) (answer, error) {
	ctx := context.Background()
	platform, err := platforms.Parse(asked.Platform)
	if err != nil {
		return answer{}, err
	}
	images := imagesByName{}
	for name, config := range asked.Images {
		named, err := reference.ParseNormalizedNamed(name)
		if err != nil {
			return answer{}, err
		}
		images[reference.TagNameOnly(named).String()] = config
	}
	capabilities := pb.Caps.CapSet(pb.Caps.All())
	options := dockerfile2llb.ConvertOpt{
		Config:         dockerui.Config{BuildPlatforms: []ocispecs.Platform{platform}},
		TargetPlatform: &platform,
		MetaResolver:   images,
		LLBCaps:        &capabilities,
	}
	converted, err := dockerfile2llb.Dockerfile2LLB(ctx, []byte(*asked.Dockerfile), options)
	if err != nil {
		return answer{}, err
	}
	result, err := dockerfile2llb.DockerfileConvertLLB(ctx, []byte(*asked.Dockerfile), options)
	return answer{Image: converted.Image, Result: result}, err
}

// Stands in for a registry.
type imagesByName map[string]json.RawMessage

func (images imagesByName) ResolveImageConfig(
	_ context.Context, name string, _ sourceresolver.Opt,
) (string, digest.Digest, []byte, error) {
	config, ok := images[name]
	if !ok {
		return "", "", nil, fmt.Errorf("no image %s", name)
	}
	return name, digest.FromBytes(config), config, nil
}

func ignored(file string, paths []string) (answer, error) {
	patterns, err := ignorefile.ReadAll(strings.NewReader(file))
	if err != nil {
		return answer{}, err
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		return answer{}, err
	}
	matched := []string{}
	for _, path := range paths {
		isMatch, err := matchesFromTop(matcher, path)
		if err != nil {
			return answer{}, err
		}
		if isMatch {
			matched = append(matched, path)
		}
	}
	return answer{Patterns: patterns, Ignored: matched}, nil
}

// As BuildKit's client walks a folder: what matched a folder holds for everything in it.
func matchesFromTop(matcher *patternmatcher.PatternMatcher, path string) (isMatch bool, err error) {
	var above patternmatcher.MatchInfo
	segments := strings.Split(path, "/")
	for depth := range segments {
		isMatch, above, err = matcher.MatchesUsingParentResults(strings.Join(segments[:depth+1], "/"), above)
		if err != nil {
			return false, err
		}
	}
	return isMatch, nil
}

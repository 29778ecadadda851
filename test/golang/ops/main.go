// Prints, as JSON, the ops that BuildKit's own client library marshals for a few named graphs: the bytes of each
// op as hex, in the definition's order. test/emit/llb/golden.test.ts builds the same graphs.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net"
	"os"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

var (
	base      = llb.Image("python:3.11")
	session   = llb.SessionID("session")
	copyFlags = llb.CopyInfo{
		FollowSymlinks:      true,
		CopyDirContentsOnly: true,
		CreateDestPath:      true,
		AllowWildcard:       true,
		AllowEmptyWildcard:  true,
	}
)

func main() {
	graphs := map[string]llb.State{
		"image":           llb.Image("python:3.11-slim"),
		"imageByDigest":   llb.Image("registry.local:5000/a/b@sha256:" + zeros),
		"imageForArm":     llb.Image("python", llb.Platform(ocispecs.Platform{OS: "linux", Architecture: "arm", Variant: "v7"})),
		"pulledImage":     llb.Image("python:3.11", llb.ResolveModeForcePull),
		"localBySession":  local(session, llb.FollowPaths([]string{"a b", "ü"}), llb.ExcludePatterns([]string{".git", "!x"})),
		"localByUnique":   local(llb.LocalUniqueID("unique")),
		"folder":          base.File(llb.Mkdir("/srv/app", 0o755, llb.WithParents(true))),
		"folderOfUser":    base.File(llb.Mkdir("/srv", 0o755, llb.WithParents(true), llb.WithUser("65532"))),
		"folderOfIDs":     base.File(llb.Mkdir("/srv", 0o755, llb.WithParents(true), llb.WithUser("0:65532"))),
		"folderWithDate":  base.File(llb.Mkdir("/srv", 0o755, llb.WithParents(true), llb.WithCreatedTime(time.Unix(1700000000, 0)))),
		"file":            base.File(llb.Copy(inline("EOF", "text\n"), "/EOF", "/etc/x", &llb.CopyInfo{CreateDestPath: true})),
		"emptyFile":       llb.Scratch().File(llb.Copy(inline("EOF", ""), "/EOF", "/x", &llb.CopyInfo{CreateDestPath: true})),
		"files":           base.File(files()),
		"copy":            base.File(llb.Copy(local(session), "/", "/app/", &copyFlags)),
		"copyOwned":       base.File(llb.Copy(base, "/usr", "/opt/", &copyFlags, llb.WithUIDGID(65532, 0), llb.ChmodOpt{Mode: 0o775})),
		"copyOfNoMode":    llb.Scratch().File(llb.Copy(base, "/a", "/b", &copyFlags, llb.ChmodOpt{})),
		"merge":           llb.Merge([]llb.State{base, llb.Scratch().File(llb.Copy(base, "/usr", "/opt/", &copyFlags))}),
		"run":             base.AddEnv("PATH", "/bin").Run(llb.Args([]string{"python", "-c", "print()"})).Root(),
		"runWithMounts":   runWithMounts(),
		"runWithSecrets":  runWithSecrets(),
		"runWithSettings": runWithSettings(),
	}
	result := map[string][]string{}
	for name, state := range graphs {
		result[name] = marshal(state)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	check(encoder.Encode(result))
}

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

func local(options ...llb.LocalOption) llb.State {
	return llb.Local("context", append(options, llb.SharedKeyHint("context"))...)
}

func files() *llb.FileAction {
	inFolder := llb.CopyInfo{CreateDestPath: true}
	a, b := inline("a", "a\n"), inline("b", "b\n")
	return llb.Copy(a, "/a", "/", &inFolder).Copy(b, "/b", "/", &inFolder).Copy(a, "/a", "/", &inFolder)
}

func inline(name, text string) llb.State {
	return llb.Scratch().File(llb.Mkfile("/"+name, 0o644, []byte(text)))
}

func runWithMounts() llb.State {
	return base.AddEnv("PATH", "/bin").AddEnv("EMPTY", "").Dir("/srv").Run(
		llb.Args([]string{"true"}),
		llb.AddMount("/z", llb.Scratch(), llb.AsPersistentCacheDir("/pip", llb.CacheMountShared)),
		llb.AddMount("/dev/shm", llb.Scratch(), llb.Tmpfs(llb.TmpfsSize(1<<33))),
		llb.AddMount("/mopy/scripts", inline("a", "a"), llb.Readonly),
		llb.AddMount("/mopy/base", base, llb.SourcePath("/usr"), llb.ForceNoOutput),
		llb.AddMount("/c", llb.Scratch(), llb.AsPersistentCacheDir("ns//c", llb.CacheMountShared)),
		llb.AddMount("/Z", llb.Scratch(), llb.AsPersistentCacheDir("/private", llb.CacheMountPrivate)),
	).Root()
}

func runWithSecrets() llb.State {
	netrc := "/root/.netrc"
	return base.AddEnv("PATH", "/bin").Run(
		llb.Args([]string{"true"}),
		llb.AddSSHSocket(llb.SSHID("")),
		llb.AddSecretWithDest("token", nil, llb.SecretID("token"), llb.SecretAsEnvName("TOKEN")),
		llb.AddSecretWithDest("netrc", &netrc, llb.SecretID("netrc"), llb.SecretOptional),
	).Root()
}

func runWithSettings() llb.State {
	return base.AddEnv("PATH", "/bin").User("1000:0").Hostname("box").Run(
		llb.Args([]string{"/bin/sh", "-c", "true\n"}),
		llb.Network(pb.NetMode_NONE),
		llb.WithProxy(llb.ProxyEnv{HTTPProxy: "http://p", NoProxy: "localhost"}),
		llb.AddExtraHost("a", net.ParseIP("10.0.0.1")),
		llb.AddUlimit("nofile", -1, 1<<53+1),
		llb.WithCgroupParent("/mopy"),
	).Root()
}

func marshal(state llb.State) []string {
	definition, err := state.Marshal(context.Background(), llb.LinuxAmd64)
	check(err)
	ops := []string{}
	for _, op := range definition.Def {
		ops = append(ops, hex.EncodeToString(op))
	}
	return ops
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

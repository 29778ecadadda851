// Prints name and version of the Debian packages of a file system, one a line, as the library of OSV-Scanner finds them.
//
// Usage: scanner ROOT.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/osv-scalibr/extractor/filesystem"
	"github.com/google/osv-scalibr/extractor/filesystem/os/dpkg"
	scalibrfs "github.com/google/osv-scalibr/fs"

	configuration "github.com/google/osv-scalibr/binary/proto/config_go_proto"
)

func main() {
	root := os.Args[1]
	extractor, err := dpkg.New(&configuration.PluginConfig{})
	if err != nil {
		log.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Join(root, "var/lib/dpkg"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative := strings.TrimPrefix(path, root+"/")
		info, err := entry.Info()
		if err != nil || !extractor.FileRequired(simple{relative, info}) {
			return err
		}
		return print(extractor, root, relative, info)
	})
	if err != nil {
		log.Fatal(err)
	}
}

func print(extractor filesystem.Extractor, root, path string, info fs.FileInfo) error {
	file, err := os.Open(filepath.Join(root, path))
	if err != nil {
		return err
	}
	defer file.Close()
	found, err := extractor.Extract(context.Background(), &filesystem.ScanInput{
		FS: scalibrfs.DirFS(root), Path: path, Root: root, Info: info, Reader: file,
	})
	for _, one := range found.Packages {
		fmt.Println(one.Name, one.Version)
	}
	return err
}

type simple struct {
	path string
	info fs.FileInfo
}

func (file simple) Path() string               { return file.path }
func (file simple) Stat() (fs.FileInfo, error) { return file.info, nil }

/** Operators and an optimizer of our own, generated from one YAML file, and a network that uses them. */
@OpLibrary(specs = "META-INF/tenon/example-ops.yaml", api = "ExampleOps")
package com.example.ops;

import dev.tenon.spi.OpLibrary;

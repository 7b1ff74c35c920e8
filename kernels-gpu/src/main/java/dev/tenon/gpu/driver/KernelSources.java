package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** This library's kernels: the sources, hand-written and generated, and the units in which they are compiled. */
final class KernelSources {
    private static final String FOLDER = "META-INF/tenon/cuda";
    /** The dtypes most programs use come first. */
    private static final List<DType> DTYPES = List.of(DType.FLOAT32, DType.INT64, DType.FLOAT64, DType.BOOL, DType.FLOAT16, DType.BFLOAT16,
        DType.INT32, DType.UINT8, DType.INT16, DType.INT8);

    private KernelSources() {}

    /** All sources, by the names that {@link Source} takes. */
    static List<String> names() throws IOException {
        try {
            var header = Objects.requireNonNull(Driver.class.getClassLoader().getResource(FOLDER + "/tenon.cuh")).toURI();
            if (!header.getScheme().equals("jar")) {
                return names(Path.of(header).resolveSibling(""));
            }
            var jar = URI.create(header.toString().substring(0, header.toString().indexOf('!')));
            try (var files = FileSystems.newFileSystem(jar, Map.of())) {
                return names(files.getPath(FOLDER));
            }
        } catch (URISyntaxException e) {
            throw new IOException("the class path has an entry whose name is no URI", e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".cu")).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .sorted().toList();
        }
    }

    /** The units of these sources. */
    static Stream<Source> units(List<String> names) {
        return DTYPES.stream().flatMap(dtype -> names.stream().map(name -> Source.of(Driver.class, name, dtype)));
    }
}

package dev.tenon.samples.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A set of golden cases: {@code ops/NAME.json} and {@code nn/*.json} in a folder or a zip file. */
final class GoldenFiles implements AutoCloseable {
    /** PyTorch's {@code 2} and {@code 2.0} are different arguments: one is a long, the other a double. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

    private final Path root;
    private final @Nullable FileSystem zip;

    private GoldenFiles(Path root, @Nullable FileSystem zip) {
        this.root = root;
        this.zip = zip;
    }

    /**
     * Opens a folder or a zip file.
     *
     * @throws NoSuchFileException if there is neither
     */
    static GoldenFiles open(Path location) throws IOException {
        if (Files.isDirectory(location)) {
            return new GoldenFiles(location, null);
        }
        if (!Files.isRegularFile(location)) {
            throw new NoSuchFileException(location.toString(), null, "there is no folder and no zip file of that name");
        }
        var zip = FileSystems.newFileSystem(location);
        return new GoldenFiles(zip.getPath("/"), zip);
    }

    /** The operators' names, sorted. */
    List<String> operators() throws IOException {
        var folder = root.resolve("ops");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                .map(name -> name.substring(0, name.length() - ".json".length())).sorted().toList();
        }
    }

    /** The cases of one operator. */
    List<GoldenCase> operator(String name) throws IOException {
        return cases("ops/" + name + ".json");
    }

    /** The cases of {@code nn/NAME.json}; none if there is no such file. */
    List<GoldenCase> network(String name) throws IOException {
        var file = "nn/" + name + ".json";
        return Files.exists(root.resolve(file)) ? cases(file) : List.of();
    }

    private List<GoldenCase> cases(String file) throws IOException {
        try (InputStream bytes = Files.newInputStream(root.resolve(file));
            var reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16)) {
            if (JSON.readValue(reader, Object.class) instanceof Map<?, ?> members && members.get("cases") instanceof List<?> cases) {
                return cases.stream().map(GoldenCase::new).toList();
            }
            throw new IOException(file + ": expected an object with a list of cases");
        } catch (JacksonException e) {
            throw new IOException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}

package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.gpu.driver.CudaLibrary.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
    private static final String[] ALL = {"libcudart.so.13", "libnvrtc-builtins.so.13.0", "libnvrtc.so.13", "libcublasLt.so.13",
        "libcublas.so.13"};

    @TempDir
    private Path root;
    private final Map<String, String> environment = new HashMap<>();
    private String cudaPath = "";

    @Test
    void theFolderThatThePropertyNamesComesFirst() throws IOException {
        libraries("usr/local/cuda/lib64", ALL);
        libraries("mine/lib64", ALL);
        cudaPath = root.resolve("mine").toString();

        assertThat(chosen(Group.PRODUCTS)).isEqualTo(root.resolve("mine/lib64"));
    }

    @Test
    void foldersAreSearchedInTheirOrder() throws IOException {
        var places = List.of("named/lib64", "listed", "usr/lib/x86_64-linux-gnu", "usr/local/cuda/lib64",
            "env/lib/python3.13/site-packages/nvidia/cu13/lib");
        for (var place : places) {
            libraries(place, ALL);
        }
        cudaPath = root.resolve("named").toString();
        environment.put("LD_LIBRARY_PATH", "/nowhere:" + root.resolve("listed"));
        environment.put("VIRTUAL_ENV", root.resolve("env").toString());

        assertThat(search().choices(Group.COMPILER)).extracting(files -> root.relativize(files.getFirst().getParent()).toString())
            .containsExactlyElementsOf(places);
    }

    @Test
    void aNewerToolkitOfTheSeriesComesBeforeAnOlder() throws IOException {
        libraries("usr/local/cuda-13.0/lib64", ALL);
        libraries("usr/local/cuda-13.1/lib64", ALL);
        libraries("usr/local/cuda-12.8/lib64", "libcudart.so.12");

        assertThat(chosen(Group.RUNTIME)).isEqualTo(root.resolve("usr/local/cuda-13.1/lib64"));
    }

    @Test
    void aPythonOnThePathBringsItsPackages() throws IOException {
        libraries("python/lib/python3.12/site-packages/nvidia/cublas/lib", "libcublasLt.so.13", "libcublas.so.13");
        var python = Files.createFile(Files.createDirectories(root.resolve("python/bin")).resolve("python3"));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        environment.put("PATH", python.getParent().toString());

        assertThat(chosen(Group.PRODUCTS)).endsWith(Path.of("nvidia/cublas/lib"));
    }

    @Test
    void everyEnvironmentThatAPythonIsLinkedToIsSearched() throws IOException {
        libraries("environment/lib/python3.12/site-packages/nvidia/cu13/lib", ALL);
        Files.createDirectories(root.resolve("system/bin"));
        Files.createDirectories(root.resolve("environment/bin"));
        Files.createDirectories(root.resolve("link"));
        var system = Files.createFile(root.resolve("system/bin/python3.12"));
        assertThat(system.toFile().setExecutable(true)).isTrue();
        var middle = Files.createSymbolicLink(root.resolve("environment/bin/python3"), system);
        Files.createSymbolicLink(root.resolve("link/python3"), Path.of("../environment/bin/" + middle.getFileName()));
        environment.put("PATH", root.resolve("link").toString());

        assertThat(chosen(Group.PRODUCTS)).isEqualTo(root.resolve("environment/lib/python3.12/site-packages/nvidia/cu13/lib"));
    }

    @Test
    void environmentsInTheUsualPlacesAreSearched() throws IOException {
        var places = List.of("home/.local/lib/python3.11/site-packages/nvidia/cublas/lib", "usr/local/lib/python3.12/dist-packages/nvidia/cu13/lib",
            "opt/conda/lib/python3.13/site-packages/nvidia/cu13/lib", "opt/torch/.venv/lib/python3.12/site-packages/nvidia/cu13/lib");
        for (var place : places) {
            libraries(place, ALL);
        }
        for (var python : List.of("opt/conda/bin/python3", "opt/torch/.venv/bin/python3")) {
            Files.createDirectories(root.resolve(python).getParent());
            assertThat(Files.createFile(root.resolve(python)).toFile().setExecutable(true)).isTrue();
        }

        assertThat(search().choices(Group.COMPILER)).extracting(files -> root.relativize(files.getFirst().getParent()).toString())
            .containsExactlyElementsOf(places);
    }

    @Test
    void librariesOfOneKindComeFromOneFolder() throws IOException {
        libraries("usr/lib64", "libnvrtc.so.13");
        libraries("usr/local/cuda/lib64", "libnvrtc.so.13", "libnvrtc-builtins.so.13.1");

        assertThat(search().choices(Group.COMPILER)).containsExactly(List.of(root.resolve("usr/local/cuda/lib64/libnvrtc-builtins.so.13.1"),
            root.resolve("usr/local/cuda/lib64/libnvrtc.so.13")));
    }

    @Test
    void whatIsMissingIsNamedWithWhatIsThereAndWhereWasLooked() throws IOException {
        libraries("usr/local/cuda/lib64", "libcudart.so.13", "libcublas.so.12");
        cudaPath = root.resolve("no/such").toString();

        assertThat(search().missing())
            .contains("found:   libcudart.so.13 in " + root.resolve("usr/local/cuda/lib64"))
            .contains("missing: libcublasLt.so.13 with libcublas.so.13 in one folder (there is only "
                + root.resolve("usr/local/cuda/lib64/libcublas.so.12"))
            .contains("missing: libnvrtc-builtins.so.13.* with libnvrtc.so.13\n")
            .contains("no such folder: " + cudaPath)
            .contains("LD_LIBRARY_PATH      none")
            .contains("try:")
            .contains("pip install nvidia-cuda-nvrtc nvidia-cublas");
    }

    @Test
    void nothingIsMissingWhereAllIsThere() throws IOException {
        libraries("usr/local/nvidia/lib64", ALL);

        assertThat(search().missing()).isEmpty();
    }

    private void libraries(String folder, String... names) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (var name : names) {
            Files.createFile(root.resolve(folder).resolve(name));
        }
    }

    private Path chosen(Group group) {
        return search().choices(group).getFirst().getFirst().getParent();
    }

    private LibrarySearch search() {
        return LibrarySearch.on(new Surroundings(root, root.resolve("home"), environment, cudaPath, false));
    }
}

package dev.tenon.samples.files;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.io.Idx;
import dev.tenon.io.Npy;
import dev.tenon.io.Npz;
import dev.tenon.io.Safetensors;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The formats, each with files to damage and a reader that uses all that is read. */
enum FileKind {
    SAFETENSORS {
        @Override
        void write(Path file, int number) {
            Safetensors.write(file, number == 0 ? everyDtype() : Map.of("w", ones(40, 30), "b", zeros(30)), Map.of("format", "pt"));
        }

        @Override
        void read(Path file) {
            try (var open = SafetensorsFile.open(file)) {
                open.metadata().forEach((key, value) -> require(!key.isEmpty() || !value.isEmpty() || key.equals(value)));
                open.names().forEach(open::shape);
            }
            Safetensors.read(file).values().forEach(FileKind::use);
        }
    },
    NPY {
        @Override
        void write(Path file, int number) {
            Npy.write(file, number == 0 ? arange(600).reshape(20, 30) : ones(DType.values()[number % DType.values().length], 9, 7));
        }

        @Override
        void read(Path file) {
            use(Npy.read(file));
        }
    },
    NPZ {
        @Override
        void write(Path file, int number) {
            if (number == 0) {
                Npz.write(file, everyDtype());
            } else {
                Npz.writeCompressed(file, Map.of("w", arange(1200).reshape(40, 30), "layer/b", zeros(30)));
            }
        }

        @Override
        void read(Path file) {
            Npz.read(file).values().forEach(FileKind::use);
        }
    },
    IDX {
        @Override
        void write(Path file, int number) throws IOException {
            var packed = file.resolveSibling("packed.gz");
            Idx.write(number == 0 ? file : packed,
                arange(240).remainder(200).to(number == 0 ? DType.UINT8 : DType.INT32).reshape(10, 6, 4));
            if (number != 0) {
                Files.move(packed, file);
            }
        }

        @Override
        void read(Path file) {
            use(Idx.read(file));
        }
    },
    CHECKPOINT {
        @Override
        void write(Path file, int number) {
            SmallTraining.upTo(file, 5 + 4 * number);
        }

        @Override
        void read(Path file) {
            SmallTraining.requireResumedOrUntouched(file);
        }
    };

    private static final int SAMPLES = 2;

    /** Writes an undamaged file; {@code number} tells one from another. */
    abstract void write(Path file, int number) throws IOException;

    /** Reads a file that may be damaged, and everything in it. */
    abstract void read(Path file);

    /** Undamaged files. */
    List<byte[]> samples(Path folder) throws IOException {
        var samples = new ArrayList<byte[]>();
        for (int i = 0; i < SAMPLES; i++) {
            var file = folder.resolve("sample");
            Files.deleteIfExists(file);
            write(file, i);
            read(file);
            samples.add(Files.readAllBytes(file));
            Files.delete(file);
        }
        return samples;
    }

    private static Map<String, Tensor> everyDtype() {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var dtype : DType.values()) {
            tensors.put("of " + dtype, ones(dtype, 3, 5));
        }
        tensors.put("empty", zeros(0, 3));
        tensors.put("scalar", tensor(2.5));
        return tensors;
    }

    /** Touches every byte, as a kernel would. */
    private static void use(Tensor tensor) {
        require(tensor.device().equals(Device.CPU));
        var memory = tensor.segment();
        long sum = 0;
        for (long i = 0; i < memory.byteSize(); i++) {
            sum += memory.get(ValueLayout.JAVA_BYTE, i);
        }
        require(sum < Long.MAX_VALUE);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("what was read is not what it says");
        }
    }
}

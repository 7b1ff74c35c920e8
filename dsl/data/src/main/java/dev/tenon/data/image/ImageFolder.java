package dev.tenon.data.image;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.Dataset;
import dev.tenon.data.Sample;
import dev.tenon.data.SampleDataset;
import dev.tenon.data.SampleException;
import dev.tenon.io.FileException;
import dev.tenon.tensor.Creation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A folder with a folder of pictures for each class: {@code imageFolder(path)}. A sample is a picture, float32 {@code [3, height, width]} in [0,
 * 1], as large as its file says, and the number of its class, in the order of their names, int64. Pictures are decoded when they are asked for,
 * by the loader's workers; one that cannot be read is a {@link SampleException} that names its file.
 */
public final class ImageFolder implements SampleDataset {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

    private final List<String> classes;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private ImageFolder(Path folder) {
        try (var inside = Files.list(folder)) {
            var folders = inside.filter(Files::isDirectory).sorted().toList();
            classes = folders.stream().map(each -> each.getFileName().toString()).toList();
            for (int label = 0; label < folders.size(); label++) {
                add(folders.get(label), label);
            }
        } catch (IOException e) {
            throw FileException.reading(folder, e);
        } catch (UncheckedIOException e) {
            throw FileException.reading(folder, Objects.requireNonNull(e.getCause()));
        }
        if (files.isEmpty()) {
            throw new ArgumentException("imageFolder: " + folder + " has no folders with pictures in them, only folders " + classes
                + "\n  try:   the folder that has a folder for each class; the pictures' names end in one of " + ENDINGS.stream().sorted()
                    .toList());
        }
    }

    /**
     * The pictures in {@code folder/CLASS}, and in folders below, in the order of their paths.
     *
     * @throws ArgumentException if there are none
     * @throws FileException if a folder cannot be read
     */
    public static ImageFolder imageFolder(Path folder) {
        return new ImageFolder(folder);
    }

    private void add(Path folder, int label) throws IOException {
        try (var all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : all.filter(ImageFolder::isPicture).sorted().toList()) {
                files.add(file);
                labels.add(label);
            }
        }
    }

    private static boolean isPicture(Path file) {
        var name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) && Files.isRegularFile(file);
    }

    /** The names of the classes by their numbers. */
    public List<String> classes() {
        return classes;
    }

    /** The files by the numbers of their samples. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    /** The classes' numbers by those of their samples, for a weighted sampler; nothing is decoded. */
    public int[] labels() {
        return labels.stream().mapToInt(label -> label).toArray();
    }

    @Override
    public long size() {
        return files.size();
    }

    @Override
    public Sample sample(long index) {
        if (index < 0 || index >= size()) {
            throw new ArgumentException("imageFolder: sample " + index + " is out of range, there are " + size());
        }
        int number = (int) index;
        return new Sample(ImageFile.read(files.get(number)), Creation.scalar((long) labels.get(number)));
    }

    /** With its file; see {@link Dataset#describe}. */
    @Override
    public String describe(long index) {
        return "sample " + index + " (" + files.get((int) index) + ")";
    }
}

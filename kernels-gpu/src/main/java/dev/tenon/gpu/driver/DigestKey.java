package dev.tenon.gpu.driver;

import dev.tenon.spi.PrivateFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret of a folder, under which digests tell what its owner wrote from what came from elsewhere (HMAC, RFC 2104). */
final class DigestKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int ATTEMPTS = 16;

    private final SecretKeySpec key;

    private DigestKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The key of a folder that is this user's; made by the first process that asks for it. */
    static DigestKey in(Path folder) throws IOException {
        var file = folder.resolve("key");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (PrivateFolder.isOwn(file)) {
                try {
                    var bytes = Files.readAllBytes(file);
                    if (bytes.length == BYTES) {
                        return new DigestKey(bytes);
                    }
                } catch (NoSuchFileException _) {
                    continue;
                }
            }
            Files.deleteIfExists(file);
            make(folder, file);
        }
        throw new IOException(file + " cannot be made");
    }

    /** Whole or not at all, and not in the place of another process's. */
    private static void make(Path folder, Path file) throws IOException {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var temporary = Files.createTempFile(folder, "new", ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException _) {
            // another process was first
        } catch (UnsupportedOperationException | FileSystemException _) {
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file);
        } catch (FileAlreadyExistsException _) {
            // another process was first
        }
    }

    /** The digest of the first {@code size} bytes. */
    byte[] digest(byte[] content, int size) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(content, 0, size);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }
}

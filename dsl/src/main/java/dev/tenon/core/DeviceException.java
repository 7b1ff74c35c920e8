package dev.tenon.core;

/** A device that is missing, mixed, or lacks a kernel. */
public final class DeviceException extends TenonException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }
}

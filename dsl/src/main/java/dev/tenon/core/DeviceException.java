package dev.tenon.core;

/** A device that is missing, mixed, broken, or lacks a kernel. */
public class DeviceException extends TenonException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }
}

using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Where a container's volumes are mounted, and which are given to it as devices.</summary>
internal static class MountRules
{
    public static void Mounts(PodCheck check, FieldPath path, Container container)
    {
        var errors = check.Errors;
        var paths = new MetNames();
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            var at = path.Index(i);
            if (!check.Volumes.ContainsKey(mount.Name)) errors.Unknown(at.Child("name"), mount.Name);
            if (!paths.Add(mount.MountPath)) errors.Reject(at.Child("mountPath"), mount.MountPath, "must be unique");
            if (!container.VolumeDevices.IsEmpty) NoDevice(errors, at, mount, container.VolumeDevices);
            if (mount.SubPath.Length > 0) PathRules.LocalDescending(errors, path.Child("subPath"), mount.SubPath);
            if (mount.SubPathExpr.Length > 0)
            {
                if (mount.SubPath.Length > 0)
                    errors.Reject(at.Child("subPathExpr"), mount.SubPathExpr, "subPathExpr and subPath are mutually exclusive");
                PathRules.LocalDescending(errors, path.Child("subPathExpr"), mount.SubPathExpr);
            }

            Propagation(errors, path.Child("mountPropagation"), mount.MountPropagation, container);
            RecursiveReadOnly(errors, path.Child("recursiveReadOnly"), mount);
        }
    }

    public static void Devices(PodCheck check, FieldPath path, Container container)
    {
        var errors = check.Errors;
        var (names, paths) = (new MetNames(), new MetNames());
        for (var i = 0; i < container.VolumeDevices.Count; i++)
        {
            var device = container.VolumeDevices[i];
            var (name, devicePath) = (path.Index(i).Child("name"), path.Index(i).Child("devicePath"));
            if (device.Name.Length > 0 && !names.Add(device.Name)) errors.Reject(name, device.Name, "must be unique");
            if (!check.Volumes.TryGetValue(device.Name, out var volume)) errors.Unknown(name, device.Name);
            else if (volume is { PersistentVolumeClaim: null, Ephemeral: null })
                errors.Reject(
                    name, device.Name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            if (paths.Contains(device.DevicePath)) errors.Reject(devicePath, device.DevicePath, "must be unique");
            if (device.DevicePath.Length > 0 && PathRules.HasBacksteps(device.DevicePath))
                errors.Reject(devicePath, device.DevicePath, "can not contain backsteps ('..')");
            else paths.Add(device.DevicePath);
            if (container.VolumeMounts.Any(mount => mount.Name == device.Name))
                errors.Reject(name, device.Name, "must not already exist in volumeMounts");
            if (container.VolumeMounts.Any(mount => mount.MountPath == device.DevicePath))
                errors.Reject(devicePath, device.DevicePath, "must not already exist as a path in volumeMounts");
        }
    }

    private static void NoDevice(FieldErrorList errors, FieldPath path, VolumeMount mount, ListOf<VolumeDevice> devices)
    {
        if (devices.Any(device => device.Name == mount.Name))
            errors.Reject(path.Child("name"), mount.Name, "must not already exist in volumeDevices");
        if (devices.Any(device => device.DevicePath == mount.MountPath))
            errors.Reject(path.Child("mountPath"), mount.MountPath, "must not already exist as a path in volumeDevices");
    }

    private static void Propagation(FieldErrorList errors, FieldPath path, string? propagation, Container container)
    {
        if (propagation is null) return;
        EnumRules.Supported(errors, path, propagation, MountPropagationMode.Values);
        if (propagation == MountPropagationMode.Bidirectional && container.SecurityContext?.Privileged != true)
            errors.Forbid(path, "Bidirectional mount propagation is available only to privileged containers");
    }

    private static void RecursiveReadOnly(FieldErrorList errors, FieldPath path, VolumeMount mount)
    {
        if (mount.RecursiveReadOnly is not { } mode || mode == RecursiveReadOnlyMode.Disabled) return;
        if (mode is not (RecursiveReadOnlyMode.Enabled or RecursiveReadOnlyMode.IfPossible))
        {
            EnumRules.Supported(errors, path, mode, RecursiveReadOnlyMode.Values);
            return;
        }

        if (!mount.ReadOnly) errors.Forbid(path, "may only be specified when readOnly is true");
        if (mount.MountPropagation is not (null or MountPropagationMode.None))
            errors.Forbid(path, "may only be specified when mountPropagation is None or not specified");
    }
}

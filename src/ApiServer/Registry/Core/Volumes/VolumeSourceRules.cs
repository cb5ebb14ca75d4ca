using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>One source, and what the schema cannot say of it. Sources are looked at in upstream's order.</summary>
internal static class VolumeSourceRules
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public static void Check(PersistentVolume volume, FieldErrorList errors)
    {
        var source = volume.Spec;
        var count = 0;
        One(source.HostPath, "hostPath", (path, it) => LocalVolumeRules.NoBacksteps(it.Path, path.Child("path"), errors));
        One(source.GcePersistentDisk, "gcePersistentDisk", (_, it) => CloudVolumeRules.Partition(it.Partition, s_spec.Child("persistentDisk"), errors));
        One(source.AwsElasticBlockStore, "awsElasticBlockStore", (path, it) => CloudVolumeRules.Partition(it.Partition, path, errors));
        One(source.Glusterfs, "glusterfs", (path, it) => NetworkVolumeRules.Glusterfs(it, path, errors));
        One(source.Flocker, "flocker", (path, it) => NetworkVolumeRules.Flocker(it, path, errors));
        One(source.Nfs, "nfs", (path, it) => NetworkVolumeRules.Nfs(it, path, errors));
        One(source.Rbd, "rbd", null);
        One(source.Quobyte, "quobyte", (path, it) => NetworkVolumeRules.Quobyte(it, path, errors));
        One(source.Cephfs, "cephFS", null);
        One(source.Iscsi, "iscsi", (path, it) => IscsiRules.Check(it, volume.Metadata.Name, path, errors));
        One(source.Cinder, "cinder", (path, it) => SecretReferenceRules.Named(it.SecretRef, path.Child("secretRef"), errors));
        One(source.Fc, "fc", (path, it) => NetworkVolumeRules.FibreChannel(it, path, errors));
        if (source.FlexVolume is { } flex)
        {
            // Upstream does not mind other sources before this one.
            count++;
            CloudVolumeRules.FlexOptions(flex, s_spec.Child("flexVolume"), errors);
        }

        One(source.AzureFile, "azureFile", (path, it) => CloudVolumeRules.AzureFile(it, path, errors));
        One(source.VsphereVolume, "vsphereVolume", null);
        One(source.PhotonPersistentDisk, "photonPersistentDisk", null);
        One(source.PortworxVolume, "portworxVolume", null);
        One(source.AzureDisk, "azureDisk", (path, it) => CloudVolumeRules.AzureDisk(it, path, errors));
        One(source.ScaleIO, "scaleIO", null);
        One(source.Local, "local", (path, it) => LocalVolumeRules.Local(it, volume.Spec, path, errors));
        One(source.Storageos, "storageos", (path, it) => SecretReferenceRules.Storageos(it.SecretRef, path.Child("secretRef"), errors));
        One(source.Csi, "csi", (path, it) => SecretReferenceRules.Csi(it, path, errors));
        if (count == 0) errors.Add(FieldError.Required(s_spec, "must specify a volume type"));

        void One<T>(T? given, string field, Action<FieldPath, T>? check)
            where T : class
        {
            if (given is null) return;
            if (count++ > 0) errors.Add(FieldError.Forbidden(s_spec.Child(field), "may not specify more than 1 volume type"));
            else check?.Invoke(s_spec.Child(field), given);
        }
    }
}

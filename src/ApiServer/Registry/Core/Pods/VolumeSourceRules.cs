using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What a volume is made of: exactly one source. Upstream: <c>validateVolumeSource</c>, with its names in errors.</summary>
internal static class VolumeSourceRules
{
    public static void Check(PodCheck check, FieldPath path, Volume volume)
    {
        var only = new OnlyOne(check.Errors, path, "may not specify more than 1 volume type");
        LocalSources(check, path, volume, only);
        NetworkSources(check.Errors, path, volume, only);
        DriverSources(check, path, volume, only);
        only.Demand("must specify a volume type");
    }

    private static void LocalSources(PodCheck check, FieldPath path, Volume source, OnlyOne only)
    {
        var errors = check.Errors;
        if (only.Takes(source.EmptyDir, "emptyDir") && source.EmptyDir.SizeLimit is { Sign: < 0 })
            errors.Forbid(path.Child("emptyDir").Child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
        if (only.Takes(source.HostPath, "hostPath"))
            PathRules.NoBacksteps(errors, path.Child("hostPath").Child("path"), source.HostPath.Path);
        if (only.Takes(source.GitRepo, "gitRepo"))
            PathRules.LocalDescending(errors, path.Child("gitRepo").Child("directory"), source.GitRepo.Directory);
        if (only.Takes(source.Secret, "secret"))
            ObjectVolumeRules.Files(errors, path.Child("secret"), source.Secret.DefaultMode, source.Secret.Items);
        if (only.Takes(source.DownwardAPI, "downwarAPI"))
        {
            PathRules.FileMode(errors, path.Child("downwardAPI").Child("defaultMode"), source.DownwardAPI.DefaultMode);
            DownwardRules.Items(errors, path.Child("downwardAPI"), source.DownwardAPI.Items);
        }

        if (only.Takes(source.ConfigMap, "configMap"))
        {
            var at = path.Child("configMap");
            if (source.ConfigMap.Name.Length == 0) errors.Demand(at.Child("name"));
            ObjectVolumeRules.Files(errors, at, source.ConfigMap.DefaultMode, source.ConfigMap.Items);
        }

        if (only.Takes(source.Projected, "projected")) ProjectedVolumeRules.Check(check, path.Child("projected"), source.Projected);
        if (only.Takes(source.Image, "image") && check.Options.IsPod && source.Image.Reference.Length == 0)
            errors.Demand(path.Child("image").Child("reference"));
    }

    private static void NetworkSources(FieldErrorList errors, FieldPath path, Volume source, OnlyOne only)
    {
        if (only.Takes(source.GcePersistentDisk, "gcePersistentDisk"))
            DiskVolumeRules.Partition(errors, path.Child("persistentDisk"), source.GcePersistentDisk.Partition);
        if (only.Takes(source.AwsElasticBlockStore, "awsElasticBlockStore"))
            DiskVolumeRules.Partition(errors, path.Child("awsElasticBlockStore"), source.AwsElasticBlockStore.Partition);
        if (only.Takes(source.Nfs, "nfs") && !source.Nfs.Path.StartsWith('/'))
            errors.Reject(path.Child("nfs").Child("path"), source.Nfs.Path, "must be an absolute path");
        if (only.Takes(source.Iscsi, "iscsi")) IscsiRules.Check(errors, path.Child("iscsi"), source.Iscsi);
        if (source.Iscsi is { } iscsi) IscsiRules.VolumeName(errors, path.Child("name"), iscsi, source.Name);
        only.Takes(source.Glusterfs, "glusterfs");
        if (only.Takes(source.Flocker, "flocker")) DiskVolumeRules.Flocker(errors, path.Child("flocker"), source.Flocker);
        only.Takes(source.PersistentVolumeClaim, "persistentVolumeClaim");
        only.Takes(source.Rbd, "rbd");
        only.Takes(source.Cinder, "cinder");
        only.Takes(source.Cephfs, "cephFS");
        if (only.Takes(source.Quobyte, "quobyte")) DiskVolumeRules.Quobyte(errors, path.Child("quobyte"), source.Quobyte);
        if (only.Takes(source.Fc, "fc")) DiskVolumeRules.FibreChannel(errors, path.Child("fc"), source.Fc);
        only.Takes(source.AzureFile, "azureFile");
        only.Takes(source.VsphereVolume, "vsphereVolume");
        only.Takes(source.PhotonPersistentDisk, "photonPersistentDisk");
        only.Takes(source.PortworxVolume, "portworxVolume");
        if (only.Takes(source.AzureDisk, "azureDisk")) DiskVolumeRules.AzureDisk(errors, path.Child("azureDisk"), source.AzureDisk);
        if (only.Takes(source.Storageos, "storageos") && source.Storageos.SecretRef is { Name.Length: 0 })
            errors.Demand(path.Child("storageos").Child("secretRef").Child("name"));
        only.Takes(source.ScaleIO, "scaleIO");
    }

    private static void DriverSources(PodCheck check, FieldPath path, Volume volume, OnlyOne only)
    {
        var errors = check.Errors;
        if (only.Takes(volume.FlexVolume, "flexVolume"))
            DiskVolumeRules.FlexOptions(errors, path.Child("flexVolume").Child("options"), volume.FlexVolume.Options);
        if (only.Takes(volume.Csi, "csi") && volume.Csi.NodePublishSecretRef is { } secret)
        {
            if (secret.Name.Length == 0) errors.Demand(path.Child("csi").Child("nodePublishSecretRef").Child("name"));
            else errors.AddInvalid(path.Child("csi").Child("name"), secret.Name, DnsNames.IsDns1123Subdomain(secret.Name));
        }

        if (!only.Takes(volume.Ephemeral, "ephemeral")) return;
        if (volume.Ephemeral.VolumeClaimTemplate is { } template)
            EphemeralClaimRules.Template(errors, path.Child("ephemeral").Child("volumeClaimTemplate"), template);
        if (check.Metadata?.Name is not { Length: > 0 } podName || volume.Name.Length == 0) return;
        var claimName = $"{podName}-{volume.Name}";
        foreach (var problem in DnsNames.IsDns1123Subdomain(claimName))
            errors.Reject(path.Child("name"), volume.Name, $"PVC name {QuotedText.Of(claimName)}: {problem}");
    }
}

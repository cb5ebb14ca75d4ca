using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The volumes of a pod or of a template. Upstream: <c>describeVolumes</c>.</summary>
internal static class VolumeDescription
{
    /// <param name="description">Where they are written.</param>
    /// <param name="volumes">Of the pod's specification.</param>
    /// <param name="isTemplate">Set in one more.</param>
    public static void Write(Description description, JsonValue volumes, bool isTemplate)
    {
        var space = isTemplate ? "  " : "";
        description.Line(0, volumes.Items.Count == 0 ? $"{space}Volumes:\t<none>" : $"{space}Volumes:");
        foreach (var volume in volumes.Items.ToArray())
        {
            description.Line(1, $"{(isTemplate ? " " : "")}{volume.Text("name")}:");
            Source(description, volume);
        }
    }

    private static void Source(Description description, JsonValue volume)
    {
        if (volume["hostPath"] is { IsNull: false } host)
        {
            Type(description, "HostPath (bare host directory volume)", ("Path", host.Text("path")),
                ("HostPathType", host["type"].AsString() ?? "<none>"));
        }
        else if (volume["emptyDir"] is { IsNull: false } empty)
        {
            var limit = empty.Text("sizeLimit") is { Length: > 0 } given && given != "0" ? given : "<unset>";
            Type(description, "EmptyDir (a temporary directory that shares a pod's lifetime)", ("Medium", empty.Text("medium")), ("SizeLimit", limit));
        }
        else if (volume["secret"] is { IsNull: false } secret)
        {
            Type(description, "Secret (a volume populated by a Secret)", ("SecretName", secret.Text("secretName")), ("Optional", Bool(secret["optional"])));
        }
        else if (volume["configMap"] is { IsNull: false } map)
        {
            Type(description, "ConfigMap (a volume populated by a ConfigMap)", ("Name", map.Text("name")), ("Optional", Bool(map["optional"])));
        }
        else if (volume["persistentVolumeClaim"] is { IsNull: false } claim)
        {
            Type(description, "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
                ("ClaimName", claim.Text("claimName")), ("ReadOnly", Bool(claim["readOnly"])));
        }
        else if (volume["nfs"] is { IsNull: false } nfs)
        {
            Type(description, "NFS (an NFS mount that lasts the lifetime of a pod)",
                ("Server", nfs.Text("server")), ("Path", nfs.Text("path")), ("ReadOnly", Bool(nfs["readOnly"])));
        }
        else
        {
            Rest(description, volume);
        }
    }

    private static void Rest(Description description, JsonValue volume)
    {
        if (volume["projected"] is { IsNull: false } projected) Projected(description, projected);
        else if (volume["downwardAPI"] is { IsNull: false } downward) Downward(description, downward);
        else if (volume["csi"] is { IsNull: false } csi) Csi(description, csi);
        else if (volume["ephemeral"] is { IsNull: false })
            Type(description, "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)");
        else if (volume["image"] is { IsNull: false } image)
            Type(description, "Image (a container image or OCI artifact)", ("Reference", image.Text("reference")), ("PullPolicy", image.Text("pullPolicy")));
        else description.Line(1, "<unknown>");
    }

    private static void Projected(Description description, JsonValue projected)
    {
        description.Field(2, "Type", "Projected (a volume that contains injected data from multiple sources)");
        foreach (var source in projected["sources"].Items.ToArray())
        {
            if (source["secret"] is { IsNull: false } secret) Named(description, "SecretName", secret);
            else if (!source["downwardAPI"].IsNull) description.Field(2, "DownwardAPI", "true");
            else if (source["configMap"] is { IsNull: false } map) Named(description, "ConfigMapName", map);
            else if (source["serviceAccountToken"] is { IsNull: false } token)
                description.Field(2, "TokenExpirationSeconds", JsonText.Plain(token["expirationSeconds"]));
        }
    }

    private static void Named(Description description, string title, JsonValue source)
    {
        description.Field(2, title, source.Text("name"));
        description.Field(2, "Optional", Bool(source["optional"]));
    }

    private static void Downward(Description description, JsonValue downward)
    {
        description.Field(2, "Type", "DownwardAPI (a volume populated by information about the pod)");
        description.Line(2, "Items:");
        foreach (var item in downward["items"].Items.ToArray())
        {
            if (!item["fieldRef"].IsNull) description.Line(3, $"{item.Text("fieldRef", "fieldPath")} -> {item.Text("path")}");
            if (!item["resourceFieldRef"].IsNull) description.Line(3, $"{item.Text("resourceFieldRef", "resource")} -> {item.Text("path")}");
        }
    }

    private static void Csi(Description description, JsonValue csi)
    {
        Type(description, "CSI (a Container Storage Interface (CSI) volume source)",
            ("Driver", csi.Text("driver")), ("FSType", csi.Text("fsType")), ("ReadOnly", Bool(csi["readOnly"])));
        var start = "    VolumeAttributes:";
        foreach (var (key, value) in csi["volumeAttributes"].Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            description.Line(0, $"{start}\t{key}={value.AsString()}");
            start = "        ";
        }

        if (start.EndsWith(':')) description.Line(0, start + "\t<none>");
    }

    private static void Type(Description description, string type, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        description.Field(2, "Type", type);
        foreach (var (name, value) in fields) description.Field(2, name, value);
    }

    private static string Bool(JsonValue value) => value.AsBool() == true ? "true" : "false";
}

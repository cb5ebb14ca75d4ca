using Kybernet.Api;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Golden.Tests;

/// <summary>One object in both of upstream's encodings: <c>group.version.Kind.json</c> and <c>.pb</c>.</summary>
public sealed record GoldenPair(string Name)
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Data");

    public static Scheme Scheme { get; } = ApiScheme.Create();

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(s_folder, "*.pb").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public byte[] Json => File.ReadAllBytes(Path.Combine(s_folder, Name + ".json"));

    public byte[] Protobuf => File.ReadAllBytes(Path.Combine(s_folder, Name + ".pb"));

    /// <summary>The kind's codec: by the bytes' own kind, which a watch event lacks.</summary>
    public KindCodec Codec
    {
        get
        {
            var parts = Name.Split('.');
            var kind = parts[^1];
            var group = string.Join('.', parts[..^2]);
            var gvk = kind == "WatchEvent" ? default : new GroupVersionKind(group == "core" ? "" : group, parts[^2], kind);
            return Scheme.Find(gvk) ?? throw new InvalidOperationException($"no codec for {gvk}");
        }
    }
}

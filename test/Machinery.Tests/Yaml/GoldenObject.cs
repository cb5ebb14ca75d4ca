using System.Text.Json;

namespace Kybernet.Machinery.Tests.Yaml;

/// <summary>Objects as upstream's own test data has them, in JSON and in YAML.</summary>
internal static class GoldenObject
{
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    private static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var golden = Path.Combine(folder.FullName, "test", "Machinery.Tests", "Yaml", "Golden");
                if (Directory.Exists(golden)) return golden;
            }

            throw new DirectoryNotFoundException($"no golden objects above {AppContext.BaseDirectory}");
        }
    }

    public static byte[] Json(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public static byte[] Yaml(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".yaml"));

    public static bool IsSameJson(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        using var first = JsonDocument.Parse(left);
        using var second = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}

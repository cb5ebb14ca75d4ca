using System.Text;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Apply;

/// <summary>Field sets in the form tests write and read them.</summary>
internal static class Fields
{
    public static FieldSet Parse(string json) =>
        FieldSet.Parse(FieldsV1.FromJson(Encoding.UTF8.GetBytes(json))) ?? throw new FormatException($"no field set: {json}");

    public static string Text(FieldSet set) => set.ToFieldsV1().ToString();

    /// <summary>A set of up to 30 short paths, so that two of them meet.</summary>
    public static FieldSet Random(Random random)
    {
        var paths = new PathElement[random.Next(30)][];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = new PathElement[random.Next(1, 5)];
            for (var j = 0; j < paths[i].Length; j++) paths[i][j] = Step(random);
        }

        return FieldSet.Of(paths);
    }

    private static PathElement Step(Random random) => random.Next(6) switch
    {
        0 => PathElement.Key(("name", "a" + random.Next(2))),
        1 => PathElement.Key(("port", random.Next(9, 12)), ("protocol", "TCP")),
        2 => PathElement.Value(random.Next(2) == 0 ? 9L + random.Next(2) : "v"),
        3 => PathElement.Index(random.Next(2)),
        _ => PathElement.Field("f" + random.Next(3)),
    };
}

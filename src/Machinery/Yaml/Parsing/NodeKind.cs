namespace Kybernet.Machinery.Yaml.Parsing;

internal enum NodeKind : byte
{
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

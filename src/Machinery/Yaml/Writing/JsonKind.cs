namespace Kybernet.Machinery.Yaml.Writing;

internal enum JsonKind : byte
{
    Null,
    True,
    False,
    Number,
    Text,
    Array,
    Object,
}

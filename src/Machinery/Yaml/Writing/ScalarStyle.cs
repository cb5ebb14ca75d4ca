namespace Kybernet.Machinery.Yaml.Writing;

internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

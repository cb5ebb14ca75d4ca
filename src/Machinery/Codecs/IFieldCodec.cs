using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>
/// How one type of value is read and written in both formats. Implemented by empty structs, so that the list and map
/// codecs and the generated records call it directly.
/// </summary>
public interface IFieldCodec<T>
{
    /// <summary>Reads the next JSON value; <c>null</c> gives the zero value.</summary>
    static abstract T ReadJson(ref JsonReader reader);

    /// <summary>Writes the value, zero or not.</summary>
    static abstract void WriteJson(JsonWriter writer, T value);

    /// <summary>The protobuf wire type: 0 varint, 1 fixed64, 2 length-delimited.</summary>
    static abstract uint WireType { get; }

    /// <summary>Reads the content of a field whose tag has been read.</summary>
    static abstract T ReadProto(ref ProtoReader reader);

    /// <summary>Writes the field with its tag.</summary>
    static abstract void WriteProto(ProtoWriter writer, int field, T value);
}

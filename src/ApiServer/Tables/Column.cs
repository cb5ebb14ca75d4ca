namespace Kybernet.ApiServer.Tables;

/// <summary>Makes columns. A wide column has priority 1: <c>kubectl get -o wide</c> shows it.</summary>
internal static class Column
{
    public static TableColumn Name { get; } = Text("Name", "The object's name, unique in its namespace.") with { Format = "name" };

    public static TableColumn Age { get; } = Text("Age", "How long ago the object was created.");

    public static TableColumn CreatedAt { get; } = new("Created At", "date", "", "When the object was created.");

    public static TableColumn Containers { get; } = Wide("Containers", "The names of the template's containers.");

    public static TableColumn Images { get; } = Wide("Images", "The images of the template's containers.");

    public static TableColumn Selector { get; } = Wide("Selector", "The labels of the pods that belong to the object.");

    public static TableColumn Text(string name, string description) => new(name, "string", "", description);

    public static TableColumn Integer(string name, string description) => new(name, "integer", "", description);

    public static TableColumn Boolean(string name, string description) => new(name, "boolean", "", description);

    public static TableColumn Wide(string name, string description) => new(name, "string", "", description, 1);
}

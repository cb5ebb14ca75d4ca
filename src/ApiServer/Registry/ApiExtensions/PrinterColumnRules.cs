using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Columns that <c>kubectl get</c> shows. Upstream: <c>ValidateCustomResourceColumnDefinition</c>.</summary>
internal static class PrinterColumnRules
{
    private const string Types = "must be one of boolean,date,integer,number,string";
    private const string Formats = "must be one of byte,date,date-time,double,float,int32,int64,password";

    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<CustomResourceColumnDefinition> columns)
    {
        for (var i = 0; i < columns.Count; i++) Validate(errors, path.Index(i), columns[i]);
    }

    private static void Validate(FieldErrorList errors, FieldPath path, CustomResourceColumnDefinition column)
    {
        if (column.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), ""));
        if (column.Type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), Types));
        else if (column.Type is not ("boolean" or "date" or "integer" or "number" or "string"))
            errors.Add(FieldError.Invalid(path.Child("type"), column.Type, Types));
        if (column.Format is not ("" or "byte" or "date" or "date-time" or "double" or "float" or "int32" or "int64" or "password"))
            errors.Add(FieldError.Invalid(path.Child("format"), column.Format, Formats));
        if (column.JsonPath.Length == 0) errors.Add(FieldError.Required(path.Child("JSONPath"), ""));
        else SubresourceRules.SimplePath(errors, path.Child("JSONPath"), column.JsonPath);
    }
}
